import { useEffect, useRef } from 'react';
import type { ShownTensor } from '../../state/files/opener';
import { type Shape, shapeText } from '../../tensor/shape';
import classes from './TensorImage.module.css';

type Picture = NonNullable<ShownTensor['picture']>;

/** Cells of one small image, and where they lie. */
interface Grid {
  readonly width: number;
  readonly height: number;
  /** Value of the cell at x, y. */
  at(x: number, y: number): number;
}

/**
 * A tensor one can look at: each kernel as its time steps beside each other (3×3×3 as three 3×3), a matrix as it stands.
 * Blue is positive, orange negative, grey 0; the strongest value of the picture is the full colour.
 */
export function TensorImage({ picture, shape }: { picture: Picture; shape: Shape }) {
  const strongest = picture.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (picture.kind === 'matrix')
    return (
      <figure className={classes.figure}>
        <Tile grid={matrixGrid(picture)} strongest={strongest} label="The matrix" isWide />
        <figcaption>
          {picture.rows} × {picture.columns} cells, outputs by inputs
          {picture.rows * picture.columns < (shape[0] ?? 0) * (shape[1] ?? 0) && ', each the mean of a block'}
        </figcaption>
      </figure>
    );
  const filters = Array.from({ length: picture.count }, (_, filter) => filter);
  return (
    <figure className={classes.figure}>
      <div className={classes.kernels}>
        {filters.map((filter) => (
          <Tile
            key={filter}
            grid={kernelGrid(picture, filter)}
            strongest={strongest}
            label={`Filter ${filter}, ${shapeText(picture.kernel)}`}
          />
        ))}
      </div>
      <figcaption>
        {picture.count < (shape[0] ?? 0)
          ? `The first ${picture.count} of ${shape[0]} filters`
          : `${picture.count} filters`}
        , {shapeText(picture.kernel)}, time from left to right
        {(shape[1] ?? 1) > 1 && '; first input channel'}
      </figcaption>
    </figure>
  );
}

function matrixGrid({ rows, columns, values }: Extract<Picture, { kind: 'matrix' }>): Grid {
  return { width: columns, height: rows, at: (x, y) => values[y * columns + x] ?? 0 };
}

/** Time steps stand side by side, a transparent column apart. */
function kernelGrid({ kernel, values }: Extract<Picture, { kind: 'kernels' }>, filter: number): Grid {
  const [time = 1, height = 1, width = 1] = kernel;
  const start = filter * time * height * width;
  return {
    width: time * (width + 1) - 1,
    height,
    at(x, y) {
      const [step, column] = [Math.floor(x / (width + 1)), x % (width + 1)];
      return column === width ? Number.NaN : (values[start + (step * height + y) * width + column] ?? 0);
    },
  };
}

/** Colours of the strongest positive and negative value: Okabe and Ito's blue and vermilion, told apart by everyone. */
const POSITIVE = [0, 114, 178] as const;
const NEGATIVE = [213, 94, 0] as const;
/** 0 is a thin grey: seen on a light and on a dark surface, and told from the gap between two time steps. */
const NOTHING = [128, 128, 128] as const;
const THIN = 36;

/** Red, green, blue and alpha, 0 to 255; transparent for a gap. */
function colourOf(value: number, strongest: number): readonly number[] {
  if (Number.isNaN(value)) return [0, 0, 0, 0];
  const share = strongest === 0 ? 0 : Math.min(1, Math.abs(value / strongest));
  const full = value < 0 ? NEGATIVE : POSITIVE;
  const mixed = full.map((colour, at) => colour * share + (NOTHING[at] ?? 0) * (1 - share));
  return [...mixed, THIN + (255 - THIN) * share];
}

function Tile(props: { grid: Grid; strongest: number; label: string; isWide?: boolean }) {
  const { grid, strongest, label, isWide } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(grid.width, grid.height);
    for (let y = 0; y < grid.height; y++)
      for (let x = 0; x < grid.width; x++) {
        image.data.set(colourOf(grid.at(x, y), strongest), 4 * (y * grid.width + x));
      }
    context.putImageData(image, 0, 0);
  }, [grid, strongest]);
  return (
    <canvas
      ref={canvas}
      className={isWide ? classes.matrix : classes.kernel}
      width={grid.width}
      height={grid.height}
      style={isWide ? undefined : { aspectRatio: `${grid.width} / ${grid.height}` }}
      role="img"
      aria-label={label}
    />
  );
}
