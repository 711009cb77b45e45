// A catalogue in 简体中文: exactly the keys of English, but for plurals, which Chinese does not have. Kubernetes' own words stay English.
type Plural<K> = Extract<K, `${string}_one`>

export type Chinese<English> = Readonly<
  Record<Exclude<keyof English, Plural<keyof English>>, string> & Partial<Record<Plural<keyof English>, string>>
>
