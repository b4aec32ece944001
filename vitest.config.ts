import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** State that a test keeps on disk is in memory where the machine has such a disk: kill -9 tells no difference. */
const MEMORY_DISK = "/dev/shm";

/** What starts a whole stack or a browser takes longest: begun last, it would end alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}

const isLong = ({ moduleId }: TestSpecification): boolean => /\/test\/(journeys|browser)\//.test(moduleId);

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: existsSync(MEMORY_DISK) ? { TMPDIR: MEMORY_DISK } : {},
    maxWorkers: "100%",
    // Test files share processes, and most of what they would load: each has modules and an environment of its own.
    isolate: false,
    setupFiles: ["test/own-state.ts", "test/described-fetch.ts"],
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
