import * as z from "zod";
import type { ResourceType } from "../context.ts";
import { DEFAULT_INVOKE_CONFIG, type InvokeConfig } from "./async-invokes.ts";
import { DestinationConfig } from "./destinations.ts";

const Properties = z.object({
  FunctionName: z.string(),
  Qualifier: z.literal("$LATEST"),
  DestinationConfig: DestinationConfig.default({}),
  MaximumEventAgeInSeconds: z.coerce.number().optional(),
  MaximumRetryAttempts: z.coerce.number().optional(),
});

/** `AWS::Lambda::EventInvokeConfig`, each handed to `register`. */
export function eventInvokeConfigType(
  register: (functionName: string, config: InvokeConfig) => void,
): ResourceType {
  return {
    type: "AWS::Lambda::EventInvokeConfig",
    uses: Object.keys(Properties.shape),
    ignores: [],
    create: async (logicalId, properties) => {
      const wanted = Properties.parse(properties);
      const { MaximumEventAgeInSeconds } = wanted;
      register(wanted.FunctionName, {
        retries: wanted.MaximumRetryAttempts ?? DEFAULT_INVOKE_CONFIG.retries,
        maxAgeMs:
          MaximumEventAgeInSeconds === undefined
            ? DEFAULT_INVOKE_CONFIG.maxAgeMs
            : MaximumEventAgeInSeconds * 1000,
        onFailureArn: wanted.DestinationConfig.OnFailure?.Destination,
      });
      return { ref: logicalId };
    },
  };
}
