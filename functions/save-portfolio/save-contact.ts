import { isDeepStrictEqual } from "node:util";
import type { Account } from "#shared/domain/accounts/account.ts";
import { type Contact, personKey } from "#shared/domain/accounts/contact.ts";
import { ContactBody, PathId, RolesBody } from "#shared/domain/accounts/portfolio-body.ts";
import type { ContactId } from "#shared/dynamodb/portfolio.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { endWith, goOn, json, noContent, problem, type Reply, type Step } from "#shared/lambda/reply.ts";
import { otherId, refusedPath } from "./path.ts";

export type ContactPorts = {
  account(accountId: string): Promise<Account | undefined>;
  contact(of: ContactId): Promise<Contact | undefined>;
  save(contact: Contact): Promise<void>;
  remove(of: ContactId): Promise<void>;
};

/**
 * `PUT /v1/accounts/{accountId}/contacts/{contactId}`: for ops the contact as it now is, whole; for a CSM the roles
 * of a contact of their own accounts.
 */
export const saveContactRoute =
  (ports: ContactPorts) =>
  async ({ path, body, caller }: ApiRequest): Promise<Reply> => {
    const named = idsIn(path);
    if (named.kind === "end") return named.reply;
    const ids = named.value;
    const sent = jsonBody(body);
    const Body = caller.role === "ops" ? ContactBody : RolesBody;
    const read = Body.safeParse(sent);
    if (!read.success) {
      return problem(
        400,
        caller.role === "ops"
          ? 'The body must be a contact as JSON, such as {"email":"mei@example.com","roles":["admin"]}; what is left out or null is unknown.'
          : 'The body must be JSON such as {"roles":["admin"]}.',
        fieldErrors(read.error),
      );
    }
    const other = (["accountId", "contactId"] as const).find(
      (field) => read.data[field] !== undefined && read.data[field] !== ids[field],
    );
    if (other !== undefined) return otherId(other);
    const [account, contact] = await Promise.all([ports.account(ids.accountId), ports.contact(ids)]);
    if (account === undefined) {
      return problem(404, "There is no account of that id; save the account first.");
    }
    const next =
      caller.role === "ops"
        ? // It was read by the schema that wants an e-mail.
          wholeContact(read.data as ContactBody, ids, contact)
        : withRoles(read.data, Object.keys(Object(sent)), account, contact, caller.email);
    if (next.kind === "end") return next.reply;
    await ports.save(next.value);
    return json(200, next.value);
  };

/** `DELETE /v1/accounts/{accountId}/contacts/{contactId}`: gone, whether it was there or not. */
export const removeContactRoute =
  (ports: ContactPorts) =>
  async ({ path }: ApiRequest): Promise<Reply> => {
    const named = idsIn(path);
    if (named.kind === "end") return named.reply;
    const ids = named.value;
    await ports.remove(ids);
    return noContent();
  };

function idsIn(path: ApiRequest["path"]): Step<ContactId> {
  const accountId = PathId.safeParse(path.accountId);
  const contactId = PathId.safeParse(path.contactId);
  if (!accountId.success || !contactId.success) return endWith(refusedPath({ accountId, contactId }));
  return goOn({ accountId: accountId.data, contactId: contactId.data });
}

function wholeContact(body: ContactBody, ids: ContactId, existing: Contact | undefined): Step<Contact> {
  if (existing?.consent === "unsubscribed" && body.consent === "subscribed") {
    return endWith(
      problem(
        409,
        "This contact has unsubscribed, which saving a contact does not lift. Leave consent out to keep it as it is.",
        [{ path: "consent", message: "is unsubscribed, and stays so" }],
      ),
    );
  }
  return goOn({ ...body, ...ids, consent: body.consent ?? existing?.consent ?? "subscribed" });
}

function withRoles(
  body: RolesBody,
  named: readonly string[],
  account: Account,
  existing: Contact | undefined,
  caller: string,
): Step<Contact> {
  if (account.csm === undefined || personKey(account.csm.email) !== personKey(caller)) {
    return endWith(
      problem(403, "A CSM may set roles in their own accounts, and this account is not yours. Ask ops."),
    );
  }
  if (existing === undefined) {
    return endWith(
      problem(403, "This account has no contact of that id, and a CSM may not add one. Ask ops."),
    );
  }
  const fields = Object.keys(body) as (keyof RolesBody)[];
  const changed = fields.filter(
    (field) => field !== "roles" && named.includes(field) && !isDeepStrictEqual(body[field], existing[field]),
  );
  if (changed.length > 0) {
    return endWith(
      problem(
        403,
        `A CSM may set a contact's roles and nothing else; this would change ${changed.join(", ")}. Ask ops.`,
        changed.map((path) => ({ path, message: "may be changed by ops alone" })),
      ),
    );
  }
  if (!named.includes("roles")) {
    return endWith(
      problem(400, 'The body must be JSON such as {"roles":["admin"]}.', [
        { path: "roles", message: "must be given" },
      ]),
    );
  }
  return goOn({ ...existing, roles: body.roles });
}
