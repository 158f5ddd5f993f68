/** Every practice screen says so. */
import { Banner } from './ui/banner.tsx'
import { Button } from './ui/button.tsx'
import { Icon } from './ui/icon.tsx'
import { useWords } from './words/index.tsx'

export function PracticeBanner({ onLeave }: { onLeave: () => void }) {
  const { common } = useWords()
  return (
    <Banner
      tone="practise"
      label={common.practiceLabel}
      sign={<Icon name="practise" />}
      end={
        <Button look="quiet" onClick={onLeave}>
          {common.leave}
        </Button>
      }
    >
      {common.practice}
    </Banner>
  )
}
