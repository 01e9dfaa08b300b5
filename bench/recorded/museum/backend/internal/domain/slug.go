package domain

import (
	"strconv"
	"strings"
	"unicode"
)

// MaxSlug is the largest length of a slug.
const MaxSlug = 120

var folded = map[rune]string{
	'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'å': "a", 'ä': "ae", 'æ': "ae",
	'ç': "c", 'è': "e", 'é': "e", 'ê': "e", 'ë': "e",
	'ì': "i", 'í': "i", 'î': "i", 'ï': "i", 'ñ': "n",
	'ò': "o", 'ó': "o", 'ô': "o", 'õ': "o", 'ø': "o", 'ö': "oe", 'œ': "oe",
	'ù': "u", 'ú': "u", 'û': "u", 'ü': "ue", 'ý': "y", 'ÿ': "y", 'ß': "ss",
}

// Slug makes the slug of a title; a title without usable letters gets the fallback.
func Slug(title, fallback string) string {
	var out strings.Builder
	gap := false
	write := func(text string) {
		if gap && out.Len() > 0 {
			out.WriteByte('-')
		}
		gap = false
		out.WriteString(text)
	}
	for _, r := range title {
		r = unicode.ToLower(r)
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			write(string(r))
		case folded[r] != "":
			write(folded[r])
		case r == '\'' || r == '’':
			// An apostrophe joins: keeper's becomes keepers.
		default:
			gap = true
		}
	}
	slug := shorten(out.String(), MaxSlug)
	if slug == "" {
		return fallback
	}
	return slug
}

// NumberedSlug is the slug of the nth record with the same base; the first has no number.
func NumberedSlug(base string, n int) string {
	if n < 2 {
		return base
	}
	suffix := "-" + strconv.Itoa(n)
	return shorten(base, MaxSlug-len(suffix)) + suffix
}

func shorten(slug string, most int) string {
	if len(slug) > most {
		slug = slug[:most]
	}
	return strings.Trim(slug, "-")
}
