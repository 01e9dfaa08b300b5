package domain

// Paging selects a part of a list.
type Paging struct {
	Limit  int
	Offset int
}

// Sorting is the field that a list is sorted by; the identifier breaks ties.
type Sorting struct {
	Field      string
	Descending bool
}
