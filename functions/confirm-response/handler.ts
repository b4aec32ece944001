import { confirmAttempt } from "#shared/dynamodb/confirmations.ts";
import { invitationsByIds } from "#shared/dynamodb/invitation-lists.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { confirmResponse } from "./confirm-response.ts";

const table = tableFrom(process.env);

const confirm = confirmResponse({
  invitation: async (invitationId) => (await invitationsByIds(table, [invitationId]))[0],
  confirm: (invitationId, place, confirmed) => confirmAttempt(table, invitationId, place, confirmed),
});

export const handler = apiHandler("csm", (request) => confirm(request, now()));
