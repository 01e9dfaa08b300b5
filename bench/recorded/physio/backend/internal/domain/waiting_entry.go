package domain

// WaitingEntry is one waiting list entry as stored and sent.
type WaitingEntry struct {
	ID          int64  `json:"id"`
	Title       string `json:"title"`
	SlotID      int64  `json:"slot_id"`
	PatientID   int64  `json:"patient_id"`
	PatientName string `json:"patient_name"`
	State       string `json:"state"`
}

// WaitingEntryInput holds the fields that a client may set; nil means absent.
type WaitingEntryInput struct {
}

// WaitingEntryQuery filters and sorts a list of waiting list.
type WaitingEntryQuery struct {
	Page   Paging
	Order  Sorting
	Search string
	State  *string
	// PatientID is the account whose waiting list are listed; 0 lists everybody's.
	PatientID int64
}

// WaitingEntryOrders are the fields that waiting list can be sorted by.
var WaitingEntryOrders = []string{"id", "title", "slot_id", "patient_id", "patient_name", "state"}

// WaitingEntryStateValues are the values that state can take.
var WaitingEntryStateValues = []string{"waiting", "offered", "accepted", "declined"}

// Validate turns an input into a waiting list entry, or reports every invalid field.
func (in WaitingEntryInput) Validate() (WaitingEntry, error) {
	var v validation
	waitingEntry := WaitingEntry{
		State: "waiting",
	}
	if err := v.err(); err != nil {
		return WaitingEntry{}, err
	}
	return waitingEntry, nil
}
