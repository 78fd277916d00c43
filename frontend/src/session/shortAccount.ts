/** "0x14dC…9955": enough to tell an account from others on one's own screen. */
export function shortAccount(account: string): string {
  return `${account.slice(0, 6)}…${account.slice(-4)}`;
}
