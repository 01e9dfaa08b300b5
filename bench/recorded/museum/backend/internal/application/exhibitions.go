package application

import (
	"context"

	"harbour-museum-audio-guide/backend/internal/domain"
)

// ListExhibitions gives a page of exhibitions and how many there are.
func (s *Service) ListExhibitions(ctx context.Context, page Page) (list []domain.Exhibition, total int, err error) {
	err = s.store.Read(ctx, func(tx Tx) (err error) {
		list, total, err = tx.Exhibitions(page)
		return err
	})
	return list, total, err
}

// GetExhibition gives one exhibition.
func (s *Service) GetExhibition(ctx context.Context, slug string) (exhibition *domain.Exhibition, err error) {
	err = s.store.Read(ctx, func(tx Tx) (err error) {
		exhibition, err = tx.Exhibition(slug)
		return err
	})
	return exhibition, err
}

// CreateExhibition stores an exhibition; curators only.
func (s *Service) CreateExhibition(ctx context.Context, viewer *domain.Visitor, input domain.NewExhibition) (*domain.Exhibition, error) {
	if !viewer.IsCurator() {
		return nil, domain.ErrForbidden
	}
	errs := domain.FieldErrors{}
	input.Validate(errs)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var exhibition *domain.Exhibition
	err := s.store.Write(ctx, func(tx Tx) (err error) {
		exhibition, err = s.addExhibition(tx, input)
		return err
	})
	if err != nil {
		return nil, err
	}
	return exhibition, nil
}

func (s *Service) addExhibition(tx Tx, input domain.NewExhibition) (*domain.Exhibition, error) {
	slug, err := freeSlug(tx, KindExhibition, input.Title)
	if err != nil {
		return nil, err
	}
	exhibition := &domain.Exhibition{
		Slug: slug, Title: input.Title, Description: input.Description, Floor: input.Floor,
		OpensOn: input.OpensOn, ClosesOn: input.ClosesOn, CreatedAt: s.now(),
	}
	return exhibition, tx.AddExhibition(exhibition)
}
