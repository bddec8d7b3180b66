import type { GlossaryEntry } from '../../lessons/glossary';
import { Words } from '../kit/Words';
import { PlaceLink } from './PlaceLink';
import { TermPicture } from './pictures';
import classes from './TermCard.module.css';

/** A term of the glossary: its sentence, its picture, and where it shows in the app. */
export function TermCard({ entry: { name, label, sentence, picture, places } }: { entry: GlossaryEntry }) {
  return (
    <article className={classes.card} aria-labelledby={`term-${name}`}>
      <div className={classes.text}>
        <h3 id={`term-${name}`}>
          <Words text={label} />
        </h3>
        <p>
          <Words text={sentence} />
        </p>
        <p className={classes.places}>
          {places.map((place) => (
            <PlaceLink key={place.label} place={place} />
          ))}
        </p>
      </div>
      {picture && <TermPicture name={picture} />}
    </article>
  );
}
