// Plain JavaScript, so that an older Node gets this sentence rather than a syntax error.
const [major] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `This needs Node 24 or later and runs on ${process.versions.node}: \`npm ci\` installs the right one inside the project, and \`npm start\` uses it.`,
  );
  process.exit(2);
}
await import("./start.ts");
