import classes from './Choice.module.css';

/** One of a few things, chosen from the browser's own menu; its label stands inside the control. */
export function Choice<T extends string>(props: {
  label: string;
  /** The label is only said, where a row or a heading shows it already. */
  hidden?: boolean;
  value: T;
  /** Options of one group stand together under its name. */
  options: readonly {
    readonly value: T;
    readonly label: string;
    readonly group?: string;
    readonly disabled?: boolean;
  }[];
  onChange: (value: T) => void;
}) {
  const { label, hidden, value, options, onChange } = props;
  return (
    <label className={classes.choice}>
      {!hidden && <span>{label}</span>}
      <select
        // The text around it holds its options too, which are no part of its name.
        aria-label={label}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {[...new Set(options.map(({ group }) => group))].map((group) => {
          const members = options
            .filter((option) => option.group === group)
            .map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ));
          return group === undefined ? (
            members
          ) : (
            <optgroup key={group} label={group}>
              {members}
            </optgroup>
          );
        })}
      </select>
    </label>
  );
}
