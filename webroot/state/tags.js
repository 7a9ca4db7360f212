// @ts-check
// Tags of pings, as typed and in a filter. Pure.

/** What was typed: words separated by blanks or commas, each once. @param {string} text */
export const tagsOf = (text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))];

/** The tags that a filter asks for, with this one or, if it was among them, without it. @param {string} filter @param {string} tag */
export function toggled(filter, tag) {
  const tags = tagsOf(filter);
  return (tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag]).join(',');
}
