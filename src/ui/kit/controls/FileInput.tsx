import type { ComponentProps } from 'react';

/** A field for files that is not seen: a button beside it opens its dialog. */
export function FileInput(
  props: Omit<ComponentProps<'input'>, 'type' | 'hidden' | 'onChange'> & { onFiles: (files: readonly File[]) => void },
) {
  const { onFiles, ...input } = props;
  return (
    <input
      {...input}
      hidden
      type="file"
      onChange={({ currentTarget }) => {
        const files = [...(currentTarget.files ?? [])];
        // The same file may be chosen again, after it was changed.
        currentTarget.value = '';
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}
