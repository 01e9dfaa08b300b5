package domain

import "time"

// Comment is what an account says about an exhibit.
type Comment struct {
	ID         int64
	ExhibitID  int64
	Body       string
	AuthorID   int64
	AuthorName string
	AuthorRole string
	CreatedAt  time.Time
}

// DeletableBy says whether the account may delete the comment: its author and a curator may.
func (c Comment) DeletableBy(viewer *Visitor) bool {
	return viewer != nil && (viewer.ID == c.AuthorID || viewer.IsCurator())
}

// ValidateComment notes what is wrong with the text of a comment.
func ValidateComment(errs FieldErrors, body string) {
	checkLength(errs, "body", body, 1, 1000)
}
