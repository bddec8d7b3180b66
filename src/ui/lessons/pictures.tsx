import type { ReactNode } from 'react';
import type { PictureName } from '../../lessons/glossary';
import classes from './pictures.module.css';

/** A small picture of a term: 96 × 64, drawn with the page's own colours. It says nothing that the sentence does not. */
export function TermPicture({ name }: { name: PictureName }) {
  return (
    <svg className={classes.picture} width="96" height="64" viewBox="0 0 96 64" aria-hidden>
      {PICTURES[name]}
    </svg>
  );
}

/** Squares in a row, each a frame: some taken, some passed over. */
const frames = (count: number, taken: (index: number) => boolean, y: number): ReactNode =>
  Array.from({ length: count }, (_, index) => (
    <rect
      // Frames never change places.
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      key={index}
      className={taken(index) ? classes.full : classes.faint}
      x={4 + (index * 88) / count}
      y={y}
      width={88 / count - 2}
      height="12"
      rx="1.5"
    />
  ));

const bars = (heights: readonly number[]): ReactNode =>
  heights.map((height, index) => (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: bars never change places
      key={index}
      className={classes.full}
      x={10 + index * 14}
      y={32 - height / 2}
      width="8"
      height={height}
      rx="2"
    />
  ));

const channels = (filled: readonly number[], x: number): ReactNode =>
  [0, 1, 2, 3].map((channel) => (
    <rect
      key={channel}
      className={filled.includes(channel) ? classes.full : classes.faint}
      x={x}
      y={6 + channel * 14}
      width="20"
      height="10"
      rx="2"
    />
  ));

const PICTURES: Readonly<Record<PictureName, ReactNode>> = {
  rate: (
    <>
      {frames(12, (index) => index % 6 === 0, 12)}
      {frames(12, (index) => index % 3 === 0, 38)}
    </>
  ),
  duration: (
    <>
      {frames(12, (index) => index < 4 && index % 2 === 0, 12)}
      {frames(12, (index) => index % 2 === 0, 38)}
    </>
  ),
  side: (
    <>
      <rect className={classes.line} x="8" y="28" width="24" height="24" rx="2" />
      <rect className={classes.full} x="46" y="12" width="40" height="40" rx="2" />
    </>
  ),
  width: bars([14, 14, 22, 22, 38, 38]),
  bottleneck: (
    <>
      <path className={classes.full} d="M8 24h14l10-14h32l10 14h14v16H74L64 54H32L22 40H8z" />
    </>
  ),
  depth: bars([28, 28, 28, 28, 28, 28]),
  clip: [0, 1, 2, 3].map((index) => (
    <rect
      key={index}
      className={index === 3 ? classes.full : classes.line}
      x={10 + index * 12}
      y={8 + index * 6}
      width="36"
      height="28"
      rx="2"
    />
  )),
  channelwise: (
    <>
      {channels([0, 1, 2, 3], 8)}
      {channels([0, 1, 2, 3], 68)}
      <path className={classes.line} d="M30 11h36M30 25h36M30 39h36M30 53h36" />
    </>
  ),
  pointwise: (
    <>
      {channels([0, 1, 2, 3], 8)}
      {channels([0, 1, 2, 3], 68)}
      <path
        className={classes.line}
        d="M30 11 66 11M30 11 66 25M30 11 66 39M30 11 66 53M30 25 66 11M30 25 66 25M30 25 66 39M30 25 66 53M30 39 66 11M30 39 66 25M30 39 66 39M30 39 66 53M30 53 66 11M30 53 66 25M30 53 66 39M30 53 66 53"
      />
    </>
  ),
  shortcut: (
    <>
      <path className={classes.line} d="M4 42h12M28 42h8M48 42h8M68 42h10M10 42V16h74v20" />
      <rect className={classes.full} x="16" y="34" width="12" height="16" rx="2" />
      <rect className={classes.full} x="36" y="34" width="12" height="16" rx="2" />
      <rect className={classes.full} x="56" y="34" width="12" height="16" rx="2" />
      <circle className={classes.line} cx="84" cy="42" r="6" />
      <path className={classes.line} d="M81 42h6M84 39v6" />
    </>
  ),
  se: (
    <>
      <path className={classes.line} d="M4 44h76M16 44V20h10M38 20h10M60 20h22v16" />
      <rect className={classes.full} x="26" y="10" width="12" height="20" rx="2" />
      <rect className={classes.full} x="48" y="15" width="12" height="10" rx="2" />
      <circle className={classes.line} cx="82" cy="44" r="7" />
      <path className={classes.line} d="m79.5 41.5 5 5m0-5-5 5" />
    </>
  ),
  stride: (
    <>
      {frames(8, (index) => index % 2 === 0, 12)}
      {frames(4, () => true, 40)}
    </>
  ),
  field: (
    <>
      <path className={classes.faint} d="M48 12 16 52h64z" />
      <circle className={classes.full} cx="48" cy="12" r="5" />
      {frames(8, (index) => index > 0 && index < 7, 46)}
    </>
  ),
  rounding: <path className={classes.line} d="M6 56h20V40h24V24h24V8h18" />,
  roofline: (
    <>
      <path className={classes.line} d="M8 56 46 16h44" />
      <circle className={classes.full} cx="26" cy="46" r="4" />
      <circle className={classes.full} cx="66" cy="24" r="4" />
    </>
  ),
  front: (
    <>
      <path className={classes.line} d="M10 8v46h78" />
      <path className={classes.line} d="M18 12c4 24 18 34 64 36" />
      {[
        [20, 20],
        [30, 36],
        [52, 44],
      ].map(([x, y]) => (
        <circle key={x} className={classes.full} cx={x} cy={y} r="4" />
      ))}
      <circle className={classes.faint} cx="54" cy="22" r="4" />
      <circle className={classes.faint} cx="74" cy="30" r="4" />
    </>
  ),
};
