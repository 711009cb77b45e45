// The rule behind a step: where Kubernetes has it, and the page of the documentation that describes it.
import { Popover } from 'radix-ui'
import { useWords } from '../words/index.ts'
import { docsUrl, type Rule, sourceUrl } from './rules.ts'

export default function RuleLink({ rule }: { rule: Rule }) {
  const t = useWords()
  return (
    <Popover.Root>
      <Popover.Trigger className="rule">{t('inspect.rule')}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" side="left" align="start" sideOffset={8} collisionPadding={12}>
          <p>{t('inspect.rule.docs')}</p>
          <a href={docsUrl(rule)} target="_blank" rel="noreferrer">
            {rule.docs}
          </a>
          <p>{t('inspect.rule.source')}</p>
          <a href={sourceUrl(rule)} target="_blank" rel="noreferrer" className="mono">
            {rule.upstream}
          </a>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
