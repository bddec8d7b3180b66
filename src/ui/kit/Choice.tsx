import classes from './Choice.module.css';

/** One of a few things, chosen from the browser's own menu; its label stands inside the control. */
export function Choice<T extends string>({
  label,
  hidden,
  value,
  options,
  onChange,
}: {
  label: string;
  /** The label is only said, where a row or a heading shows it already. */
  hidden?: boolean;
  value: T;
  options: readonly { readonly value: T; readonly label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <label className={classes.choice}>
      {!hidden && <span>{label}</span>}
      <select
        aria-label={hidden ? label : undefined}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
