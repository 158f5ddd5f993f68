/** The mark: nine drupelets and a leaf; as many are ripe as steps are done. */
const drupelets = [
  [12, 8.99, 2.86],
  [6.72, 6.12, 2.78],
  [17.28, 6.12, 2.78],
  [6.58, 12.14, 2.9],
  [17.42, 12.14, 2.9],
  [12, 15.06, 2.86],
  [7.02, 18.12, 2.66],
  [16.98, 18.12, 2.66],
  [12, 20.8, 2.5],
] as const

export function Mark({ size, ripe = 9 }: { size: number; ripe?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 5.39C11.62 2.76 13.26.75 16.14.62 16.14 3.38 14.51 5.27 12 5.39Z" />
      {drupelets.map(([x, y, r], index) => (
        <circle key={`${x} ${y}`} className={index < ripe ? undefined : 'to-come'} cx={x} cy={y} r={r} />
      ))}
    </svg>
  )
}
