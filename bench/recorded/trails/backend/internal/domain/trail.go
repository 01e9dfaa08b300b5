package domain

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Regions are where trails can be.
var Regions = []string{"coast", "forest", "hills"}

const maxLength = 500

// Trail is one trail as somebody sees it who may favor it.
type Trail struct {
	ID             int64
	Slug           string
	Name           string
	Summary        string
	Region         string
	LengthKm       float64
	Warning        *string
	Favorited      bool
	FavoritesCount int64
	CreatedAt      time.Time
	UpdatedAt      time.Time
	Author         string
	AuthorID       int64
}

// TrailInput is what a client may set; what is left out of a change stays as it is.
type TrailInput struct {
	Name     Optional[string]  `json:"name"`
	Summary  Optional[string]  `json:"summary"`
	Region   Optional[string]  `json:"region"`
	LengthKm Optional[float64] `json:"lengthKm"`
	Warning  Optional[string]  `json:"warning"`
}

// TrailQuery narrows a list of trails.
type TrailQuery struct {
	Page   Paging
	Region string
	// Viewer is who asks, for what they favor; 0 for nobody.
	Viewer int64
}

// Apply gives the trail with what was sent, or reports every field that is not acceptable.
func (in TrailInput) Apply(trail Trail) (Trail, error) {
	var v validation
	trail.Name = v.text("name", in.Name, trail.Name, 80)
	trail.Summary = v.text("summary", in.Summary, trail.Summary, 500)
	trail.Region = v.oneOf("region", in.Region, trail.Region, Regions)
	switch length := in.LengthKm; {
	case !length.IsSent && trail.LengthKm > 0:
	case length.Value == nil:
		v.add("lengthKm", "is required")
	case *length.Value <= 0 || *length.Value > maxLength:
		v.add("lengthKm", "must be more than 0 and at most 500")
	default:
		trail.LengthKm = *length.Value
	}
	if in.Warning.IsSent {
		trail.Warning = nil
		if in.Warning.Value != nil && strings.TrimSpace(*in.Warning.Value) != "" {
			text := strings.TrimSpace(*in.Warning.Value)
			trail.Warning = &text
			if utf8.RuneCountInString(text) > 200 {
				v.add("warning", "must have at most 200 characters")
			}
		}
	}
	if err := v.err(); err != nil {
		return Trail{}, err
	}
	return trail, nil
}

// IsBy is true for the account that described the trail.
func (t Trail) IsBy(account int64) bool { return t.AuthorID == account }
