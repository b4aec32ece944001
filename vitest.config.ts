import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** State that a test keeps on disk is in memory where the machine has such a disk: kill -9 tells no difference. */
const MEMORY_DISK = "/dev/shm";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: existsSync(MEMORY_DISK) ? { TMPDIR: MEMORY_DISK } : {},
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
