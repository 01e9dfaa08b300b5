package domain

import (
	"fmt"
	"regexp"
	"strings"
)

var notInSlugs = regexp.MustCompile(`[^a-z0-9]+`)

// Slug makes of a name what can stand in a path; number 1 is the first trail of this name.
func Slug(name string, number int) string {
	slug := strings.Trim(notInSlugs.ReplaceAllString(strings.ToLower(name), "-"), "-")
	if slug == "" {
		slug = "trail"
	}
	if number > 1 {
		slug = fmt.Sprintf("%s-%d", slug, number)
	}
	return slug
}
