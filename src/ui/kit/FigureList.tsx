import classes from './FigureList.module.css';
import { Stack } from './Stack';
import { Text } from './Text';

/** A named figure; text that says why there is none where `missing` is set. */
export interface NamedFigure {
  readonly name: string;
  readonly text: string;
  readonly missing?: boolean;
  /** What it is, for the pointer. */
  readonly sentence?: string;
}

interface FigureListProps {
  /** Where they are one group of several. */
  readonly title?: string;
  readonly figures: readonly NamedFigure[];
  readonly large?: boolean;
}

/** Figures under their names, side by side. */
export function FigureList({ title, figures, large = false }: FigureListProps) {
  return (
    <Stack gap="half">
      {title && (
        <Text as="h3" size="sm">
          {title}
        </Text>
      )}
      <dl className={classes.figures} data-large={large || undefined}>
        {figures.map(({ name, text, missing, sentence }) => (
          <div key={name} title={sentence}>
            <Text as="dt" size="xs" tone="ink-3">
              {name}
            </Text>
            {missing ? (
              <Text as="dd" size="xs" tone="ink-3">
                {text}
              </Text>
            ) : (
              <Text as="dd" size={large ? 'lg' : undefined} weight={600}>
                {text}
              </Text>
            )}
          </div>
        ))}
      </dl>
    </Stack>
  );
}
