/** How each figure is defined, for whoever reads the numbers without this page at hand. */
export const DEFINITIONS = {
  nps: "Share of promoters (9-10) minus share of detractors (0-6) of the program's NPS question, in points; 95 % adjusted Wald interval. By UTC day of the first answer; per person the newest score.",
  csat: "The program's first CSAT question, 1-5: mean with 95 % t interval, and satisfied, the share of 4 and 5 in 0..1, with 95 % Wilson interval. By UTC day of the first answer; per person the newest score.",
  intervals:
    "Answers are taken to be independent of one another, those of one account too: where accounts give several, the truth may be a little less certain than an interval says.",
  period:
    "from and to of a group are its first and its last day (UTC), both inclusive: the range cuts the first and the last period short. Weeks are those of ISO 8601, and so are their years.",
  suspect:
    "An answer that may not be a person's (different scores within 10 seconds, a hidden field filled in, under 3 seconds after delivery, from a known mail scanner's network) counts with includeSuspect alone, until a person's later answer or a CSM confirms it.",
  small: "Fewer than 30 answers.",
  early:
    "The period reaches into the first 60 days of the program, or of one of several: from the first day on which it sent a survey or had an answer.",
  funnel:
    "Invitations by UTC day of the sending attempt. opened and clicked include mail scanners. unsubscribed: by the link in this mail. expired: sent, and closed without an answer by asOf, the bounced and unsubscribed among them; open: sent, unanswered and not closed yet, so that sent = answered + expired + open; of a day with many closing times, as of the last full hour.",
  asOf: "The counts are those of asOf: answers and sendings at most a minute old, what became of the mails (delivered, opened, clicked, bounced, complained, unsubscribed) at most an hour. A period's figures can still move while its surveys are open, and when a CSM confirms a suspect answer.",
  untracked:
    "opened is null where the program, as it is now, does not track opening; it counts none of the mails that were sent while it did not.",
  anonymous:
    "Of an anonymous program, answers come to light in groups of five of one segment and version, and every figure moves by whole groups: answered and completed stand under the newest day of their group, the other steps under the sending's, so that rates are the answers of a period over the mails of that period. opened, clicked, expired and open are null, and figures are by segment or of everybody; whose accounts answered is null in coverage. A suspect answer counts beside a later one by the same link. Where a program was anonymous before, that part of it is in none of those four, and under no other attribute.",
  imported:
    "Answers from another tool count under a touchpoint of their own, or under the program of the same name. Nobody knows what became of those mails: of imported touchpoints alone, delivered, opened, clicked, bounced, complained and unsubscribed are null; beside a program's own mails they count the program's own. A survey whose sending is not known counts in no funnel or rate.",
  blended:
    "One number over all the programs that were named, or that measure the touchpoint that was, every answer weighing the same: it moves with their mix as well as with their scores.",
  responseRate:
    "AAPOR RR1 = completed / sent, RR2 = answered / sent, in 0..1; bounced and still open surveys stay in the denominator; null where nothing was sent.",
  coverage:
    "Of the active paid accounts on the period's last day (or on asOf of the coverage, where that day's portfolio is not kept): how many there are, were asked in the period, and answered in it; and the same by their revenue in US dollars, accounts of unknown revenue counted beside. By their attributes and revenue as of that day; suspect answers left out. null where no portfolio of that day or the three days before is kept, where no such account has that value, and where more than 60 periods, or more accounts than can be read in time, are asked for at once.",
  representativeness:
    "Of the accounts that answered, held against as many drawn at random from the portfolio of the coverage, none twice. distance: the index of dissimilarity, the share in 0..1 who would have to be of another group for both to be alike; expectedDistance is that of a random draw on average. pValue: chi-square for a finite portfolio; null where groups are too small for it. residual: by how many standard errors more of a group answered than by chance; flagged beyond 1.96, as one group in twenty is by chance alone, and flaggedAmongAll beyond residualLimit (Bonferroni), which takes into account how many are looked at. Of products, which overlap, the residuals alone. null without an attribute, with an interval, of an anonymous program, and where nobody answered or the coverage is not known.",
  unknown:
    "An attribute is the account's when the survey was sent; unknown is a value of its own. An account with several products counts under each, so that those groups overlap and add up to more than all.",
} as const;

/** The same of figures that are held against each other. */
export const COMPARISON_DEFINITIONS = {
  ...DEFINITIONS,
  difference:
    "By how much a is higher than b, with the 95 % interval of that and the two-sided p-value of no difference. nps in points: adjusted Wald; csatMean: Welch's t; satisfied, rr1 and rr2 in -1..1: Newcombe's interval, and the test of a common share. null where a side has nothing to compare.",
  significant:
    "pValue below 0.05. Of twenty comparisons of what is alike one is significant by chance: who looks at several divides 0.05 by their number.",
  small: "Fewer than 30 answers; of a rate, fewer than 30 surveys sent; in a difference, on either side.",
  overlap:
    "Where groupsOverlap is true, an account of both values counts on both sides. Both sides are taken to be different people: whoever answered on both makes the interval wider than it need be.",
} as const;
