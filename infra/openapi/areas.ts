import { accounts } from "./areas/accounts.ts";
import { contacts } from "./areas/contacts.ts";
import { ctas } from "./areas/ctas.ts";
import { customers } from "./areas/customers.ts";
import { decisions } from "./areas/decisions.ts";
import { dataExports } from "./areas/exports.ts";
import { imports } from "./areas/imports.ts";
import { invitations } from "./areas/invitations.ts";
import { loop } from "./areas/loop.ts";
import { mappings } from "./areas/mappings.ts";
import { negatives } from "./areas/negatives.ts";
import { previews } from "./areas/previews.ts";
import { programs } from "./areas/programs.ts";
import { rehearsals } from "./areas/rehearsals.ts";
import { renewals } from "./areas/renewals.ts";
import { responses } from "./areas/responses.ts";
import { results } from "./areas/results.ts";
import { runs } from "./areas/runs.ts";
import { scorecards } from "./areas/scorecards.ts";
import { service } from "./areas/service.ts";
import { suppressions } from "./areas/suppressions.ts";
import type { Area } from "./operation.ts";

/** All there is, in the order in which it is read. */
export const AREAS: readonly Area[] = [
  customers,
  imports,
  mappings,
  accounts,
  contacts,
  suppressions,
  programs,
  previews,
  runs,
  rehearsals,
  decisions,
  invitations,
  responses,
  ctas,
  loop,
  scorecards,
  results,
  renewals,
  negatives,
  dataExports,
  service,
];
