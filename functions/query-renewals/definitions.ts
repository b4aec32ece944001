/** How each figure is defined, for whoever reads the numbers without this page at hand. */
export const DEFINITIONS = {
  cohort:
    "The renewals due from `from` to `to`, both inclusive, of active accounts on a paid plan (premium, ultimate), early decisions included. It is looked who is still to renew on the first day of each month that was kept, from asOf.bandsFrom to asOf.bandsTo. A renewal counts if it was still undecided on one of these days, up to its date and no earlier than the month of the 120th day before it. Who decided before asOf.bandsFrom is not counted. An account that was to renew twice counts twice. A date that moved by up to 180 days is the same renewal, unless the account has renewed meanwhile. The cohorts of the parts of a period add up to that of the whole, apart from renewals that moved from part to part; outcomes are as of each part's end.",
  band: "By the newest answer to this program of anybody at the account, of whatever age, as known on the last of those days on which the renewal was undecided; suspect answers left out: NPS promoter 9-10, passive 7-8, detractor 0-6; CSAT satisfied 4-5, neutral 3, dissatisfied 1-2. unscored answered, but not that question; silent was asked and never answered; not-asked was never asked, as far back as is kept. Attributes and revenue are as of that day, too.",
  outcome:
    "As of the end of `to` or, where that is yet to come, of the newest day kept (asOf.outcomes). renewed: its last renewal is newer than it was, and not more than 180 days before the day it was to renew; or, of an account that is still active, the renewal has moved by more than 180 days. churned: by its status, or on the free plan, and not renewed before. undecided: neither, also where the day has passed with no word of it.",
  rate: "renewed / (renewed + churned) in 0..1, n of them, with 95 % Wilson interval; null where nothing is decided. By revenue (US dollars) without an interval: accounts are of unlike size.",
  small: "Fewer than 30 decided renewals.",
  caution:
    "That accounts of one band renew more often than those of another does not say that the score is why: who is asked, who answers and who renews may share other causes.",
  unknown:
    "unknown is a value of its own. An account with several products counts under each, so that those groups overlap.",
} as const;
