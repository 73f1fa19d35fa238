/**
 * Remembers, for each subject, the result for the circumstances that it was last made for. Subjects
 * are frozen, so that the same one always gives the same; what nobody holds any more is forgotten.
 * One result is kept and not one for each circumstances, because callers can make up those: the host
 * in a link is theirs to say.
 */
export function rememberLast<
  Subject extends object,
  Circumstances extends readonly unknown[],
  Result,
>(
  make: (subject: Subject, ...circumstances: Circumstances) => Result,
): (subject: Subject, ...circumstances: Circumstances) => Result {
  const known = new WeakMap<
    Subject,
    { readonly circumstances: Circumstances; readonly result: Result }
  >();
  return (subject, ...circumstances) => {
    const last = known.get(subject);
    if (last && circumstances.every((value, index) => value === last.circumstances[index]))
      return last.result;
    const result = make(subject, ...circumstances);
    known.set(subject, { circumstances, result });
    return result;
  };
}
