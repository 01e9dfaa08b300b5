package domain

// Paging is the part of a list that is asked for.
type Paging struct {
	Limit  int
	Offset int
}

// Sorting is the field that a list is sorted by; the identifier breaks ties.
type Sorting struct {
	Field      string
	Descending bool
}
