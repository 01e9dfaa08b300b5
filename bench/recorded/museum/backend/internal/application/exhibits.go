package application

import (
	"context"
	"errors"

	"harbour-museum-audio-guide/backend/internal/domain"
)

func viewerID(viewer *domain.Visitor) int64 {
	if viewer == nil {
		return 0
	}
	return viewer.ID
}

// visible finds an exhibit that exists for the viewer.
func visible(tx Tx, viewer *domain.Visitor, slug string) (*domain.Exhibit, error) {
	exhibit, err := tx.Exhibit(slug, viewerID(viewer))
	if err != nil {
		return nil, err
	}
	if !exhibit.VisibleTo(viewer) {
		return nil, domain.ErrNotFound
	}
	return exhibit, nil
}

// ListExhibits gives a page of the exhibits that exist for the viewer, and how many match.
func (s *Service) ListExhibits(ctx context.Context, viewer *domain.Visitor, filter ExhibitFilter, page Page) (list []domain.Exhibit, total int, err error) {
	filter.PublishedOnly = !viewer.IsCurator()
	err = s.store.Read(ctx, func(tx Tx) (err error) {
		list, total, err = tx.Exhibits(filter, page, viewerID(viewer))
		return err
	})
	return list, total, err
}

// GetExhibit gives one exhibit.
func (s *Service) GetExhibit(ctx context.Context, viewer *domain.Visitor, slug string) (exhibit *domain.Exhibit, err error) {
	err = s.store.Read(ctx, func(tx Tx) (err error) {
		exhibit, err = visible(tx, viewer, slug)
		return err
	})
	return exhibit, err
}

// CreateExhibit stores an exhibit as a draft; curators only.
func (s *Service) CreateExhibit(ctx context.Context, viewer *domain.Visitor, input domain.ExhibitFields) (*domain.Exhibit, error) {
	if !viewer.IsCurator() {
		return nil, domain.ErrForbidden
	}
	input.Status = domain.Optional[string]{}
	errs := domain.FieldErrors{}
	input.Validate(errs)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var exhibit *domain.Exhibit
	err := s.store.Write(ctx, func(tx Tx) (err error) {
		exhibit, err = s.addExhibit(tx, viewer, input)
		return err
	})
	if err != nil {
		return nil, named(err)
	}
	return exhibit, nil
}

func (s *Service) addExhibit(tx Tx, viewer *domain.Visitor, input domain.ExhibitFields) (*domain.Exhibit, error) {
	now := s.now()
	exhibit := &domain.Exhibit{Status: domain.StatusDraft, Tags: []string{}, CreatedAt: now}
	input.Apply(exhibit, now)
	if err := place(tx, exhibit, input.Exhibition); err != nil {
		return nil, err
	}
	var err error
	if exhibit.Slug, err = freeSlug(tx, KindExhibit, exhibit.Title); err != nil {
		return nil, err
	}
	if err := tx.AddExhibit(exhibit); err != nil {
		return nil, err
	}
	return tx.Exhibit(exhibit.Slug, viewerID(viewer))
}

// place puts the exhibit into the exhibition with that slug, if one was sent.
func place(tx Tx, exhibit *domain.Exhibit, slug domain.Optional[string]) error {
	if !slug.Set {
		return nil
	}
	exhibition, err := tx.Exhibition(slug.Value)
	if errors.Is(err, domain.ErrNotFound) {
		return domain.OneField("exhibition", "does not exist")
	}
	if err != nil {
		return err
	}
	exhibit.ExhibitionID = exhibition.ID
	return nil
}

// ChangeExhibit changes the fields that are set; curators only.
func (s *Service) ChangeExhibit(ctx context.Context, viewer *domain.Visitor, slug string, change domain.ExhibitFields) (*domain.Exhibit, error) {
	if !viewer.IsCurator() {
		return nil, domain.ErrForbidden
	}
	errs := domain.FieldErrors{}
	change.Validate(errs)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var exhibit *domain.Exhibit
	err := s.store.Write(ctx, func(tx Tx) (err error) {
		if exhibit, err = tx.Exhibit(slug, viewer.ID); err != nil {
			return err
		}
		change.Apply(exhibit, s.now())
		if err := place(tx, exhibit, change.Exhibition); err != nil {
			return err
		}
		if err := tx.SaveExhibit(exhibit); err != nil {
			return err
		}
		exhibit, err = tx.Exhibit(slug, viewer.ID)
		return err
	})
	if err != nil {
		return nil, named(err)
	}
	return exhibit, nil
}

// SetFavorite marks an exhibit as a favourite of the viewer, or takes the mark away.
func (s *Service) SetFavorite(ctx context.Context, viewer *domain.Visitor, slug string, marked bool) (exhibit *domain.Exhibit, err error) {
	err = s.store.Write(ctx, func(tx Tx) (err error) {
		if exhibit, err = visible(tx, viewer, slug); err != nil {
			return err
		}
		if err := tx.SetFavorite(exhibit.ID, viewer.ID, marked); err != nil {
			return err
		}
		exhibit, err = tx.Exhibit(slug, viewer.ID)
		return err
	})
	return exhibit, err
}
