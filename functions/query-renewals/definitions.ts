/** How each figure is defined, for whoever reads the numbers without this page at hand. */
export const DEFINITIONS = {
  cohort:
    "The active accounts on a paid plan (premium, ultimate) that were to renew from `from` to `to`, both inclusive, as was known when the day before `from` ended (asOf.bands; where that day was not kept, one of the three before it or the first three of the period). Attributes, revenue and bands are as of then.",
  band: "By the newest answer to this program of anybody at the account, of whatever age, suspect answers left out: NPS promoter 9-10, passive 7-8, detractor 0-6; CSAT satisfied 4-5, neutral 3, dissatisfied 1-2. unscored answered, but not that question; silent was asked and never answered; not-asked was never asked, as far back as is kept.",
  outcome:
    "As of the end of `to` or, where that is yet to come, of the newest day kept (asOf.outcomes). renewed: its last renewal is newer than it was, and not more than 180 days before the day it was to renew; or, of an account that is still active, the renewal has moved by more than 180 days. churned: by its status, or on the free plan. undecided: neither, also where the day has passed with no word of it.",
  rate: "renewed / (renewed + churned) in 0..1, n of them, with 95 % Wilson interval; null where nothing is decided. By revenue (US dollars) without an interval: accounts are of unlike size.",
  small: "Fewer than 30 decided accounts.",
  caution:
    "That accounts of one band renew more often than those of another does not say that the score is why: who is asked, who answers and who renews may share other causes.",
  unknown:
    "unknown is a value of its own. An account with several products counts under each, so that those groups overlap.",
} as const;
