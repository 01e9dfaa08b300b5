package domain

// Room is one room as stored and sent.
type Room struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// RoomInput holds the fields that a client may set; nil means absent.
type RoomInput struct {
	Name *string `json:"name"`
}

// RoomQuery filters and sorts a list of rooms.
type RoomQuery struct {
	Page   Paging
	Order  Sorting
	Search string
}

// RoomOrders are the fields that rooms can be sorted by.
var RoomOrders = []string{"id", "name"}

// Validate turns an input into a room, or reports every invalid field.
func (in RoomInput) Validate() (Room, error) {
	var v validation
	room := Room{
		Name: valueOr(v.text("name", in.Name, textRule{required: true, max: 60}), ""),
	}
	if err := v.err(); err != nil {
		return Room{}, err
	}
	return room, nil
}
