/** An amount of the chain's coin as people read it: two significant digits, never "0" for a cost. */
export function formatWei(wei: bigint, language: string): string {
  const coins = Number(wei) / 1e18;
  return new Intl.NumberFormat(language, {
    maximumSignificantDigits: 2,
    maximumFractionDigits: 18,
  }).format(coins);
}
