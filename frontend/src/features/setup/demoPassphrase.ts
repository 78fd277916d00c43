/**
 * What locks the demo cast's vaults in this browser. The keys behind it are public (they come with
 * `npm start`) and exist on the practice chain only.
 */
export const demoPassphrase = "only for practice on this computer";
