// Time zones without a data base: how far the clocks of a place are ahead of UTC, and the rule by which they are put forward in summer, as both stand today.
// What was otherwise in the past is not told. Upstream: Go's time.LoadLocation over the IANA time zone data.
import { dateOf, daysOf } from '../../../kube/index.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** From one Sunday to another the clock is an hour ahead. A Sunday: the first one on or after a day of a month. */
interface Summer {
  readonly from: readonly [month: number, day: number]
  readonly to: readonly [month: number, day: number]
  /** Hours after midnight at which it begins and ends: of UTC, or of the local clock without the summer's hour. */
  readonly at: readonly [from: number, to: number]
  readonly inUtc?: boolean
}

const SUMMERS: Readonly<Record<string, Summer>> = {
  europe: { from: [3, 25], to: [10, 25], at: [1, 1], inUtc: true },
  america: { from: [3, 8], to: [11, 1], at: [2, 1] },
  australia: { from: [10, 1], to: [4, 1], at: [2, 2] },
  newZealand: { from: [9, 24], to: [4, 1], at: [2, 2] },
  chile: { from: [9, 2], to: [4, 2], at: [4, 3], inUtc: true },
}

/** By hours ahead of UTC, then by the rule of summer, the places. */
const PLACES: readonly (readonly [hours: number, summer: string, places: string])[] = [
  [
    0,
    '',
    'UTC UCT GMT GMT0 GMT+0 GMT-0 Greenwich Universal Zulu Etc/UTC Etc/GMT Etc/UCT Etc/Universal Etc/Zulu Etc/Greenwich Africa/Abidjan Africa/Accra Africa/Dakar Africa/Monrovia Atlantic/Reykjavik Iceland',
  ],
  [
    0,
    'europe',
    'Europe/London Europe/Dublin Europe/Lisbon Europe/Belfast Europe/Guernsey Europe/Jersey Europe/Isle_of_Man Atlantic/Canary Atlantic/Faroe Atlantic/Madeira GB GB-Eire Eire Portugal WET',
  ],
  [1, '', 'Africa/Lagos Africa/Algiers Africa/Tunis Africa/Luanda Africa/Kinshasa Africa/Douala'],
  [
    1,
    'europe',
    'Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Vienna Europe/Zurich Europe/Amsterdam Europe/Brussels Europe/Luxembourg Europe/Copenhagen Europe/Stockholm Europe/Oslo Europe/Prague Europe/Warsaw Europe/Budapest Europe/Belgrade Europe/Zagreb Europe/Ljubljana Europe/Bratislava Europe/Sarajevo Europe/Skopje Europe/Podgorica Europe/Tirane Europe/Malta Europe/Monaco Europe/Vaduz Europe/San_Marino Europe/Vatican Europe/Andorra Europe/Gibraltar Europe/Busingen Arctic/Longyearbyen Poland CET MET',
  ],
  [
    2,
    '',
    'Africa/Johannesburg Africa/Harare Africa/Lusaka Africa/Maputo Africa/Tripoli Africa/Khartoum Africa/Kigali Europe/Kaliningrad Libya',
  ],
  [
    2,
    'europe',
    'Europe/Helsinki Europe/Athens Europe/Kyiv Europe/Kiev Europe/Bucharest Europe/Sofia Europe/Riga Europe/Tallinn Europe/Vilnius Europe/Mariehamn Asia/Nicosia EET',
  ],
  [
    3,
    '',
    'Europe/Moscow Europe/Istanbul Europe/Minsk Europe/Simferopol Asia/Istanbul Asia/Riyadh Asia/Baghdad Asia/Kuwait Asia/Qatar Asia/Bahrain Asia/Aden Africa/Nairobi Africa/Addis_Ababa Africa/Kampala Africa/Dar_es_Salaam Turkey W-SU',
  ],
  [3.5, '', 'Asia/Tehran Iran'],
  [4, '', 'Asia/Dubai Asia/Muscat Asia/Baku Asia/Tbilisi Asia/Yerevan Europe/Samara Indian/Mauritius Indian/Reunion'],
  [4.5, '', 'Asia/Kabul'],
  [5, '', 'Asia/Karachi Asia/Tashkent Asia/Samarkand Asia/Yekaterinburg Asia/Almaty Indian/Maldives'],
  [5.5, '', 'Asia/Kolkata Asia/Calcutta Asia/Colombo'],
  [5.75, '', 'Asia/Kathmandu Asia/Katmandu'],
  [6, '', 'Asia/Dhaka Asia/Omsk Asia/Bishkek Asia/Thimphu'],
  [6.5, '', 'Asia/Yangon Asia/Rangoon'],
  [7, '', 'Asia/Bangkok Asia/Ho_Chi_Minh Asia/Saigon Asia/Jakarta Asia/Novosibirsk Asia/Krasnoyarsk Asia/Vientiane Asia/Phnom_Penh'],
  [
    8,
    '',
    'Asia/Shanghai Asia/Chongqing Asia/Harbin Asia/Hong_Kong Asia/Macau Asia/Taipei Asia/Singapore Asia/Kuala_Lumpur Asia/Manila Asia/Irkutsk Asia/Ulaanbaatar Asia/Brunei Australia/Perth Australia/West PRC ROC Hongkong Singapore',
  ],
  [9, '', 'Asia/Tokyo Asia/Seoul Asia/Pyongyang Asia/Yakutsk Japan ROK'],
  [9.5, '', 'Australia/Darwin Australia/North'],
  [9.5, 'australia', 'Australia/Adelaide Australia/South Australia/Broken_Hill'],
  [10, '', 'Australia/Brisbane Australia/Queensland Australia/Lindeman Asia/Vladivostok Pacific/Guam Pacific/Port_Moresby'],
  [
    10,
    'australia',
    'Australia/Sydney Australia/Melbourne Australia/Hobart Australia/Canberra Australia/ACT Australia/NSW Australia/Victoria Australia/Tasmania',
  ],
  [11, '', 'Asia/Magadan Asia/Sakhalin Pacific/Noumea Pacific/Guadalcanal'],
  [12, '', 'Pacific/Fiji Asia/Kamchatka Pacific/Majuro Pacific/Tarawa Kwajalein'],
  [12, 'newZealand', 'Pacific/Auckland Antarctica/McMurdo NZ'],
  [13, '', 'Pacific/Apia Pacific/Tongatapu'],
  [14, '', 'Pacific/Kiritimati'],
  [-1, '', 'Atlantic/Cape_Verde'],
  [
    -3,
    '',
    'America/Sao_Paulo America/Bahia America/Fortaleza America/Recife America/Argentina/Buenos_Aires America/Buenos_Aires America/Argentina/Cordoba America/Montevideo America/Cayenne America/Paramaribo Brazil/East',
  ],
  [-3.5, 'america', 'America/St_Johns Canada/Newfoundland'],
  [
    -4,
    '',
    'America/Caracas America/La_Paz America/Manaus America/Puerto_Rico America/Santo_Domingo America/Guyana America/Martinique Brazil/West',
  ],
  [-4, 'america', 'America/Halifax America/Moncton Atlantic/Bermuda Canada/Atlantic'],
  [-4, 'chile', 'America/Santiago Chile/Continental'],
  [-5, '', 'America/Bogota America/Lima America/Guayaquil America/Panama America/Jamaica America/Cancun EST Jamaica'],
  [
    -5,
    'america',
    'America/New_York America/Toronto America/Montreal America/Detroit America/Indiana/Indianapolis America/Indianapolis America/Kentucky/Louisville America/Louisville America/Nassau US/Eastern US/Michigan US/East-Indiana Canada/Eastern EST5EDT',
  ],
  [
    -6,
    '',
    'America/Mexico_City America/Monterrey America/Costa_Rica America/Guatemala America/El_Salvador America/Tegucigalpa America/Managua America/Regina America/Belize Canada/Saskatchewan Mexico/General',
  ],
  [-6, 'america', 'America/Chicago America/Winnipeg America/Menominee US/Central Canada/Central CST6CDT'],
  [-7, '', 'America/Phoenix America/Hermosillo America/Whitehorse US/Arizona MST'],
  [-7, 'america', 'America/Denver America/Edmonton America/Boise US/Mountain Canada/Mountain Navajo MST7MDT'],
  [-8, 'america', 'America/Los_Angeles America/Vancouver America/Tijuana US/Pacific Canada/Pacific PST8PDT'],
  [-9, 'america', 'America/Anchorage America/Juneau US/Alaska'],
  [-10, '', 'Pacific/Honolulu Pacific/Tahiti US/Hawaii HST'],
  [-11, '', 'Pacific/Pago_Pago Pacific/Midway US/Samoa'],
]

const zones: ReadonlyMap<string, readonly [number, Summer | undefined]> = new Map(
  PLACES.flatMap(([hours, summer, places]) => places.split(' ').map(p => [p, [hours * HOUR, SUMMERS[summer]] as const] as const)),
)

/** Milliseconds since 1970 (of a UTC clock) of the first Sunday on or after a day. */
function sunday(year: number, [month, day]: readonly [number, number]): number {
  const days = daysOf(year, month, day)
  return (days + ((((3 - days) % 7) + 7) % 7)) * DAY
}

function isSummer(s: Summer, standard: number, ms: number): boolean {
  const { year } = dateOf(Math.floor((ms + standard) / DAY))
  const shift = s.inUtc ? 0 : standard
  const from = sunday(year, s.from) + s.at[0] * HOUR - shift
  const to = sunday(year, s.to) + s.at[1] * HOUR - shift
  return from < to ? from <= ms && ms < to : from <= ms || ms < to
}

/** How far the clocks of a place are ahead of UTC at a moment, in milliseconds; undefined for a place that is not in the table. */
export function offsetOf(zone: string): ((ms: number) => number) | undefined {
  const etc = /^Etc\/GMT([+-])(\d{1,2})$/.exec(zone)
  if (etc && Number(etc[2]) <= 14) return () => (etc[1] === '-' ? 1 : -1) * Number(etc[2]) * HOUR
  const known = zones.get(zone)
  if (!known) return undefined
  const [standard, summer] = known
  return summer ? ms => standard + (isSummer(summer, standard, ms) ? HOUR : 0) : () => standard
}

/** A moment as the clocks of the place show it, in RFC 3339. */
export function formatAt(ms: number, offset: number, formatTime: (ms: number) => string): string {
  if (offset === 0) return formatTime(ms)
  const minutes = Math.abs(offset) / 60_000
  const two = (n: number) => String(n).padStart(2, '0')
  return `${formatTime(ms + offset).slice(0, -1)}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
