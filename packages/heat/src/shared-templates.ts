/** HOT blocks that several drivers use; a driver's own file of the same name wins. */
export const sharedTemplates: URL = new URL("../templates/", import.meta.url);
