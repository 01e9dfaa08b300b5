package domain

import (
	"fmt"
	"time"
)

// States of an exhibit.
const (
	StatusDraft     = "draft"
	StatusPublished = "published"
)

const (
	maxTags      = 10
	maxTagLength = 30
)

// Exhibit is what visitors read and hear about.
type Exhibit struct {
	ID              int64
	Slug            string
	Title           string
	Number          int
	Body            string
	AudioURL        *string
	DurationSeconds *int
	Status          string
	Tags            []string
	ExhibitionID    int64
	ExhibitionSlug  string
	ExhibitionTitle string
	Favorited       bool
	FavoritesCount  int
	PublishedAt     *time.Time
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// VisibleTo says whether the exhibit exists for the account, or for nobody in particular (nil).
func (e Exhibit) VisibleTo(viewer *Visitor) bool {
	return e.Status == StatusPublished || viewer.IsCurator()
}

// SetStatus publishes or withdraws; the time of the first publication is kept.
func (e *Exhibit) SetStatus(status string, now time.Time) {
	e.Status = status
	if status == StatusPublished && e.PublishedAt == nil {
		e.PublishedAt = &now
	}
}

// ExhibitFields are the fields that a request sets.
type ExhibitFields struct {
	Title           Optional[string]
	Number          Optional[int]
	Body            Optional[string]
	AudioURL        Optional[*string]
	DurationSeconds Optional[*int]
	Exhibition      Optional[string]
	Tags            Optional[[]string]
	Status          Optional[string]
}

// Validate notes what is wrong with the fields that are set.
func (f ExhibitFields) Validate(errs FieldErrors) {
	if f.Title.Set {
		checkLength(errs, "title", f.Title.Value, 1, 120)
	}
	if f.Number.Set {
		checkRange(errs, "number", f.Number.Value, 1, 9999)
	}
	if f.Body.Set {
		checkLength(errs, "body", f.Body.Value, 1, 10000)
	}
	if f.AudioURL.Set && f.AudioURL.Value != nil {
		checkLength(errs, "audioUrl", *f.AudioURL.Value, 0, 500)
		errs.Check("audioUrl", IsURL(*f.AudioURL.Value), "is not a web address")
	}
	if f.DurationSeconds.Set && f.DurationSeconds.Value != nil {
		checkRange(errs, "durationSeconds", *f.DurationSeconds.Value, 1, 3600)
	}
	if f.Tags.Set {
		errs.Check("tagList", len(f.Tags.Value) <= maxTags, fmt.Sprintf("must have at most %d tags", maxTags))
		for _, tag := range f.Tags.Value {
			checkLength(errs, "tagList", tag, 1, maxTagLength)
		}
	}
	if f.Status.Set {
		checkChoice(errs, "status", f.Status.Value, []string{StatusDraft, StatusPublished})
	}
}

// Apply sets the fields that are set, except the exhibition.
func (f ExhibitFields) Apply(e *Exhibit, now time.Time) {
	if f.Title.Set {
		e.Title = f.Title.Value
	}
	if f.Number.Set {
		e.Number = f.Number.Value
	}
	if f.Body.Set {
		e.Body = f.Body.Value
	}
	if f.AudioURL.Set {
		e.AudioURL = f.AudioURL.Value
	}
	if f.DurationSeconds.Set {
		e.DurationSeconds = f.DurationSeconds.Value
	}
	if f.Tags.Set {
		e.Tags = f.Tags.Value
	}
	if f.Status.Set {
		e.SetStatus(f.Status.Value, now)
	}
	e.UpdatedAt = now
}
