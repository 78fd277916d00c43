/** A chart with a keyhole: the records, and the one who holds the key. */
export function BrandMark({ size = 2 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={`${size}rem`} height={`${size}rem`} viewBox="0 0 32 32">
      <rect width="32" height="32" rx="9" fill="var(--hr-accent)" />
      <path
        d="M10.500 6.500h8.200l4.800 4.800v12.700a1.500 1.500 0 0 1-1.500 1.500H10.500A1.500 1.500 0 0 1 9 24V8a1.500 1.500 0 0 1 1.500-1.500Z"
        fill="var(--hr-on-accent)"
      />
      <path
        d="M16.250 13.200a2.700 2.700 0 0 1 1.500 4.950l.8 3.850h-4.600l.8-3.850a2.700 2.700 0 0 1 1.500-4.950Z"
        fill="var(--hr-accent)"
      />
    </svg>
  );
}
