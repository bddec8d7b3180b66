import { openerOf } from '../../state/files/opener';
import { useApp } from '../app/useApp';
import { FileButton } from '../kit/controls/FileButton';

/** What a file dialog offers first; the bytes decide what a file is, so others may be chosen too. */
const CHECKPOINT_FILES = '.pth,.pyth,.pt,.bin,.safetensors,.onnx';

/** Opens the file dialog and what was chosen in it. */
export function OpenFileButton({ label, quiet }: { label: string; quiet?: boolean }) {
  const opener = openerOf(useApp());
  return (
    <FileButton
      accept={CHECKPOINT_FILES}
      onFile={(file) => void opener.open(file, file.name)}
      {...(quiet && { variant: 'subtle', color: 'gray' })}
    >
      {label}
    </FileButton>
  );
}
