// @ts-check
/**
 * Ends the process with a sentence where Node is too old for the tools (Vite 8 needs 20.19). It is a module of its own
 * and in plain syntax, imported first, so that the sentence comes before anything that an old Node cannot read.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `X3D Studio needs Node 20.19 or newer; this is Node ${process.versions.node} (${process.execPath}). ` +
      'Install the current one from https://nodejs.org and try again.',
  );
  process.exit(1);
}
