package domain

import "time"

// Exhibition is a room or a theme of the museum.
type Exhibition struct {
	ID            int64
	Slug          string
	Title         string
	Description   string
	Floor         int
	OpensOn       string
	ClosesOn      *string
	ExhibitsCount int
	CreatedAt     time.Time
}

// NewExhibition is what a curator creates an exhibition from.
type NewExhibition struct {
	Title       string
	Description string
	Floor       int
	OpensOn     string
	ClosesOn    *string
}

// Validate notes what is wrong.
func (n NewExhibition) Validate(errs FieldErrors) {
	checkLength(errs, "title", n.Title, 1, 120)
	checkLength(errs, "description", n.Description, 0, 2000)
	checkRange(errs, "floor", n.Floor, -2, 5)
	errs.Check("opensOn", IsDate(n.OpensOn), "is not a date")
	if n.ClosesOn != nil {
		errs.Check("closesOn", IsDate(*n.ClosesOn), "is not a date")
		if len(errs["opensOn"]) == 0 {
			errs.Check("closesOn", *n.ClosesOn >= n.OpensOn, "must not be before opensOn")
		}
	}
}
