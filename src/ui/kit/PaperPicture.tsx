import classes from './PaperPicture.module.css';

/**
 * A drawing of a network on paper, at most as wide as the page.
 * @param pieces whole SVG files, as `svgOf` writes them, one under the other; a page may end between two
 */
export function PaperPicture({ pieces, alt }: { pieces: readonly string[]; alt: string }) {
  return (
    <div className={classes.picture}>
      {pieces.map((svg, index) => (
        <img key={svg} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={index === 0 ? alt : ''} />
      ))}
    </div>
  );
}
