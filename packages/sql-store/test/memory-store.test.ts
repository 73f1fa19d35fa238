import { createMemoryStore } from "@jeroboam/core";
import { storeContract } from "./store-contract.ts";

storeContract(
  async () => {
    const store = createMemoryStore();
    return { open: async () => store };
  },
  { shared: false },
);
