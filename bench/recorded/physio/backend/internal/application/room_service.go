package application

import (
	"context"
	"time"

	"physio-practice/backend/internal/domain"
)

// RoomRepository stores rooms.
type RoomRepository interface {
	Create(ctx context.Context, room domain.Room) (domain.Room, error)
	Get(ctx context.Context, id int64) (domain.Room, error)
	List(ctx context.Context, query domain.RoomQuery) ([]domain.Room, int, error)
}

// RoomPorts are the dependencies of a RoomService.
type RoomPorts struct {
	Transactor Transactor
	Rooms      RoomRepository
	Now        func() time.Time
}

// RoomService holds the use cases of rooms.
type RoomService struct {
	ports RoomPorts
}

// NewRoomService returns a service that uses these ports.
func NewRoomService(ports RoomPorts) *RoomService {
	return &RoomService{ports: ports}
}

// Get reads one room.
func (s *RoomService) Get(ctx context.Context, id int64) (domain.Room, error) {
	return s.ports.Rooms.Get(ctx, id)
}

// List reads a page of rooms and the total number of matches.
func (s *RoomService) List(ctx context.Context, query domain.RoomQuery) ([]domain.Room, int, error) {
	return s.ports.Rooms.List(ctx, query)
}
