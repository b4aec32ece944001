import { confirmAttempt } from "#shared/dynamodb/confirmations.ts";
import { invitationById } from "#shared/dynamodb/invitations.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { confirmResponse } from "./confirm-response.ts";

const table = tableFrom(process.env);

const confirm = confirmResponse({
  invitation: (invitationId) => invitationById(table, invitationId),
  confirm: (invitationId, place, confirmed) => confirmAttempt(table, invitationId, place, confirmed),
});

export const handler = apiHandler("csm", (request) => confirm(request, now()));
