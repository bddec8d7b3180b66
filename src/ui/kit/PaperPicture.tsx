import classes from './PaperPicture.module.css';

/** A drawing of a network on paper, as wide as the page allows. `svg` is a whole file, as `svgOf` writes it. */
export function PaperPicture({ svg, alt }: { svg: string; alt: string }) {
  return <img className={classes.picture} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={alt} />;
}
