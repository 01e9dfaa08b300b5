package domain

// Note is one note as stored and sent.
type Note struct {
	ID        int64  `json:"id"`
	Title     string `json:"title"`
	BookingID int64  `json:"booking_id"`
	Text      string `json:"text"`
}

// NoteInput holds the fields that a client may set; nil means absent.
type NoteInput struct {
}

// NoteQuery filters and sorts a list of notes.
type NoteQuery struct {
	Page   Paging
	Order  Sorting
	Search string
}

// NoteOrders are the fields that notes can be sorted by.
var NoteOrders = []string{"id", "title", "booking_id", "text"}

// Validate turns an input into a note, or reports every invalid field.
func (in NoteInput) Validate() (Note, error) {
	var v validation
	note := Note{}
	if err := v.err(); err != nil {
		return Note{}, err
	}
	return note, nil
}
