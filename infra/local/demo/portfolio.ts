/** A portfolio of invented customers, so that the first screen has something to show. Every domain is reserved. */
const COMPANIES = [
  "Alder & Finch",
  "Brightwater Labs",
  "Cobalt Freight",
  "Driftwood Foods",
  "Ember Analytics",
  "Fjordline Travel",
  "Granite Mutual",
  "Harbour Optics",
  "Ironbark Energy",
  "Juniper Health",
  "Kestrel Robotics",
  "Lumen Press",
  "Marigold Retail",
  "Northgate Steel",
  "Orchard Games",
  "Pinecrest Bank",
  "Quillon Legal",
  "Riverbend Seeds",
  "Saffron Hotels",
  "Tidewater Marine",
  "Umbra Security",
  "Velvet Audio",
  "Willow Schools",
  "Xylem Timber",
  "Yarrow Pharma",
  "Zephyr Wind",
  "Aster Mobility",
  "Basalt Cement",
  "Clover Dairy",
  "Delta Looms",
  "Elm Street Media",
  "Foxglove Beauty",
  "Garnet Mining",
  "Hazel Insurance",
  "Indigo Air",
  "Jasper Tools",
] as const;

const PEOPLE = [
  ["Amira Haddad", "en", "Europe/London"],
  ["Jonas Keller", "de", "Europe/Berlin"],
  ["Chloé Martin", "fr", "Europe/Paris"],
  ["Lucía Vega", "es", "Europe/Madrid"],
  ["Rui Almeida", "pt", "Europe/Lisbon"],
  ["Haruka Tanaka", "ja", "Asia/Tokyo"],
  ["Noa Levi", "he", "Asia/Jerusalem"],
  ["Dana Whitfield", "en", "America/New_York"],
  ["Sam Okafor", "en", "America/Chicago"],
  ["Priya Raman", "en", "Europe/London"],
  ["Tomasz Nowak", "en", "Europe/Warsaw"],
] as const;

const CSMS = [
  ["Ines Ferrari", "ines.ferrari@vendor.example", "Morgan Ellis", "morgan.ellis@vendor.example"],
  ["Theo Lindqvist", "theo.lindqvist@vendor.example", "Morgan Ellis", "morgan.ellis@vendor.example"],
  ["Rosa Okoye", "rosa.okoye@vendor.example", "Kim Sato", "kim.sato@vendor.example"],
] as const;

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

/** The account's id and the domain of its people. */
const slug = (name: string): string => name.toLowerCase().replace(/[^a-z]+/g, "-");

type Row = readonly (string | number)[];
const csv = (header: string, rows: readonly Row[]): string =>
  `${[header, ...rows.map((row) => row.join(","))].join("\n")}\n`;

/** Accounts whose surveys fall due around a day, half of them after onboarding and half before renewal. */
export function demoAccounts(dayAfter: (days: number) => string): string {
  const header =
    "account_id,name,plan,status,customer_since,renewal_on,last_renewed_on,segment,industry,geography,company_size," +
    "products,stage,arr_usd,csm_name,csm_email,csm_manager_name,csm_manager_email,purchase_channel";
  const rows = COMPANIES.map((name, i): Row => {
    const dueIn = (i % 12) - 6;
    const isNew = i % 2 === 0;
    const since = isNew ? dayAfter(dueIn - 60) : dayAfter(dueIn + 120 - 730);
    const renewed = isNew ? "" : dayAfter(dueIn + 120 - 365);
    const renewal = isNew ? dayAfter(dueIn - 60 + 365) : dayAfter(dueIn + 120);
    const hasCsm = i % 3 !== 2;
    return [
      `acc-${slug(name)}`,
      name,
      pick(["premium", "ultimate", "premium", "free"], i + (i % 7)),
      i === 17 ? "churned" : "active",
      since,
      renewal,
      renewed,
      pick(["csm-managed", "scale", "tech-touch"], i),
      pick(["Software", "Retail", "Energy", "Finance"], i),
      pick(["Germany", "United States", "France", "Japan"], i),
      pick(["1-99", "100-999", "1000-9999"], i),
      pick(["ci;scm", "planning", "security;scm"], i),
      isNew ? "onboarding" : "retention",
      24_000 + ((i * 37_000) % 410_000),
      ...(hasCsm ? pick(CSMS, i) : ["", "", "", ""]),
      pick(["sales", "web"], i),
    ];
  });
  return csv(header, rows);
}

/** Two to three people an account: an admin, somebody who is not asked, and here and there a second admin. */
export function demoContacts(): string {
  const rows = COMPANIES.flatMap((name, i) =>
    [0, 1, 2].slice(0, 2 + (i % 2)).map((n): Row => {
      const [person, locale, zone] = pick(PEOPLE, i * 3 + n * 4);
      const local = person
        .normalize("NFD")
        .replace(/[^a-zA-Z ]/g, "")
        .toLowerCase()
        .replace(" ", ".");
      const roles = n === 1 ? "developer" : pick(["admin", "admin;owner"], i);
      const personas = n === 0 && i % 11 === 5 ? "billing" : "technical";
      const consent = i % 13 === 7 && n === 0 ? "unsubscribed" : "subscribed";
      const id = `con-${slug(name)}-${n}`;
      return [
        id,
        `acc-${slug(name)}`,
        `${local}@${slug(name)}.example`,
        person,
        locale,
        zone,
        roles,
        personas,
        consent,
      ];
    }),
  );
  return csv("contact_id,account_id,email,name,locale,time_zone,roles,personas,consent", rows);
}

/** What the demo's people answer, in turn; undefined is somebody who stays silent. */
export const DEMO_ANSWERS: readonly ({ nps?: number; csat?: number; comment?: string } | undefined)[] = [
  { nps: 9, csat: 5, comment: "The migration guide saved us a week." },
  undefined,
  { nps: 10, csat: 4 },
  { nps: 4, csat: 2, comment: "Nobody told us who to call when the import failed." },
  { nps: 8, csat: 4 },
  undefined,
  { nps: 9, csat: 3, comment: "Love the product; the first training came too late." },
  { nps: 7, csat: 4 },
  { nps: 10, csat: 5, comment: "Exactly what we were promised." },
  { nps: 6, csat: 3 },
  undefined,
  { nps: 9, csat: 5 },
];
