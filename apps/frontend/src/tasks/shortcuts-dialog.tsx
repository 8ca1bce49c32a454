import type { JSX } from 'react';

import { Dialog } from '../ui/dialog.tsx';
import { useTasksContext } from './context.ts';
import styles from './shortcuts-dialog.module.css';
import type { ShortcutSetting } from './use-shortcuts.ts';

/** Which key does what, and the switch for those that work everywhere. */
export function ShortcutsDialog(props: {
  readonly open: boolean;
  readonly closeLabel: string;
  readonly setting: ShortcutSetting;
  readonly onClose: () => void;
}): JSX.Element {
  const { open, closeLabel, setting, onClose } = props;
  const { shortcuts } = useTasksContext().texts;
  const { keys } = shortcuts;
  return (
    <Dialog open={open} title={shortcuts.title} closeLabel={closeLabel} onClose={onClose}>
      <h3 className={styles['caption']}>{shortcuts.everywhere}</h3>
      <dl className={styles['keys']}>
        <Line keys={['n']} text={shortcuts.add} />
        <Line keys={['/']} text={shortcuts.search} />
        <Line keys={['?']} text={shortcuts.help} />
      </dl>
      <h3 className={styles['caption']}>{shortcuts.inList}</h3>
      <dl className={styles['keys']}>
        <Line keys={['↓', 'j']} text={shortcuts.next} />
        <Line keys={['↑', 'k']} text={shortcuts.previous} />
        <Line keys={[keys.space]} text={shortcuts.toggle} />
        <Line keys={['e']} text={shortcuts.edit} />
        <Line keys={[keys.delete]} text={shortcuts.remove} />
        <Line keys={[keys.enter]} text={shortcuts.save} />
        <Line keys={[keys.escape]} text={shortcuts.leave} />
      </dl>
      <label className={styles['switch']}>
        <input
          type="checkbox"
          checked={setting.enabled}
          onChange={(event) => setting.setEnabled(event.currentTarget.checked)}
        />
        {shortcuts.single}
      </label>
    </Dialog>
  );
}

function Line({ keys, text }: { readonly keys: readonly string[]; readonly text: string }): JSX.Element {
  const { or } = useTasksContext().texts.shortcuts;
  return (
    <div className={styles['line']}>
      <dt>{text}</dt>
      <dd>
        {keys.map((key, index) => (
          <span key={key}>
            {index > 0 && ` ${or} `}
            <kbd>{key}</kbd>
          </span>
        ))}
      </dd>
    </div>
  );
}
