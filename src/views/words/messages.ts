// A catalogue as the library wants it: sentences cut at their `{{names}}`, and `key_one` beside `key_other` made one message that chooses by `count`.
import type { Messages } from '@lingui/core'

type Message = Messages[string]

export function messagesOf(words: Readonly<Record<string, string>>): Messages {
  const messages: Messages = {}
  const plurals: Record<string, Record<string, Message>> = {}
  for (const [key, text] of Object.entries(words)) {
    const [, base, form] = PLURAL.exec(key) ?? []
    if (base && form) plurals[base] = { ...plurals[base], [form]: pieces(text) }
    else messages[key] = pieces(text)
  }
  // A sentence without a form is said of any number that has none of its own.
  for (const [key, forms] of Object.entries(plurals)) messages[key] = [['count', 'plural', { other: messages[key] ?? '', ...forms }]]
  return messages
}
const PLURAL = /^(.+)_(one|other)$/

/** Between two names there is text; the name that was cut out stands at each odd place. */
function pieces(text: string): Message {
  const cut = text.split(/\{\{(\w+)\}\}/)
  return cut.length === 1 ? text : cut.map((piece, i) => (i % 2 ? [piece] : piece))
}
