package application

import (
	"context"

	"harbour-museum-audio-guide/backend/internal/domain"
)

// SeedAccount is an account that is there from the first start.
type SeedAccount struct {
	domain.NewVisitor
	Role string
}

// SeedData are the records that are there from the first start.
type SeedData struct {
	Accounts    []SeedAccount
	Exhibitions []domain.NewExhibition
	Exhibits    []domain.ExhibitFields
}

// Seed stores the records once, on an empty database.
func (s *Service) Seed(ctx context.Context, data SeedData) error {
	empty := false
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		empty, err = tx.Empty()
		return err
	})
	if err != nil || !empty {
		return err
	}
	hashes := make([]string, len(data.Accounts))
	for i, account := range data.Accounts {
		if hashes[i], err = s.hasher.Hash(account.Password); err != nil {
			return err
		}
	}
	return s.store.Write(ctx, func(tx Tx) error {
		if empty, err := tx.Empty(); err != nil || !empty {
			return err
		}
		for i, account := range data.Accounts {
			visitor := &domain.Visitor{
				Username: account.Username, Email: account.Email, PasswordHash: hashes[i],
				Language: account.Language, Role: account.Role,
			}
			if err := tx.AddVisitor(visitor, s.now()); err != nil {
				return err
			}
		}
		for _, exhibition := range data.Exhibitions {
			if _, err := s.addExhibition(tx, exhibition); err != nil {
				return err
			}
		}
		for _, exhibit := range data.Exhibits {
			if _, err := s.addExhibit(tx, nil, exhibit); err != nil {
				return err
			}
		}
		return nil
	})
}

// agreed is what the museum's request names for the curator's first sign-in; CURATOR_PASSWORD replaces it.
const agreed = "lighthouse-1906"

// FirstDay are the records of the first day. The curator's password is the museum's,
// unless another one is given.
func FirstDay(curatorPassword string) SeedData {
	if curatorPassword == "" {
		curatorPassword = agreed
	}
	closes := "2027-10-31"
	exhibit := func(number int, exhibition, title, body, audio string, seconds int, tags ...string) domain.ExhibitFields {
		fields := domain.ExhibitFields{
			Title: domain.Some(title), Number: domain.Some(number), Body: domain.Some(body),
			Exhibition: domain.Some(exhibition), Tags: domain.Some(tags), Status: domain.Some(domain.StatusPublished),
		}
		if audio != "" {
			address := "https://guide.harbourmuseum.example/audio/" + audio
			fields.AudioURL = domain.Some(&address)
			fields.DurationSeconds = domain.Some(&seconds)
		}
		return fields
	}
	return SeedData{
		Accounts: []SeedAccount{{
			NewVisitor: domain.NewVisitor{
				Username: "curator", Email: "curator@harbourmuseum.example",
				Password: curatorPassword, Language: "en",
			},
			Role: domain.RoleCurator,
		}},
		Exhibitions: []domain.NewExhibition{
			{
				Title:       "Lights of the Harbour",
				Description: "For two centuries lamps, horns and bells have led ships past the shoals into the harbour. The exhibition shows how they worked and who kept them going through the night.",
				Floor:       1, OpensOn: "2024-04-12",
			},
			{
				Title:       "Life Below Deck",
				Description: "Hammocks, biscuits and letters home: how sailors lived, ate and slept on the merchant ships of the nineteenth century.",
				Floor:       0, OpensOn: "2025-03-01", ClosesOn: &closes,
			},
		},
		Exhibits: []domain.ExhibitFields{
			exhibit(101, "lights-of-the-harbour", "The Brass Fog Horn",
				"On days without sight the keeper blew this horn every two minutes. It was cast in 1871, weighs forty kilograms and was heard four miles out at sea. The dent at its mouth dates from the storm of 1906, when it fell from the gallery.",
				"the-brass-fog-horn.mp3", 95, "brass", "sound", "lighthouse"),
			exhibit(102, "lights-of-the-harbour", "The Great Lens",
				"The lens has 1,176 prisms of ground glass. They gather the light of one small oil flame into a beam that was seen from eighteen miles away. A clockwork turned the lens; its weights had to be wound up every four hours.",
				"the-great-lens.mp3", 140, "glass", "lighthouse"),
			exhibit(103, "lights-of-the-harbour", "The Keeper's Logbook",
				"Anna Reuss kept the light for twenty-three years and wrote down the weather, the oil and every ship that passed. The page that lies open tells of the night of the great storm.",
				"", 0, "paper", "people"),
			exhibit(201, "life-below-deck", "A Sailor's Hammock",
				"Each man had half a metre of width to sleep in. In the morning the hammock was rolled up and stowed along the rail, where it also stopped splinters in a fight.",
				"a-sailors-hammock.mp3", 70, "textile", "people"),
			exhibit(202, "life-below-deck", "Ship's Biscuit",
				"Flour, water and salt, baked four times: a biscuit like this one lasted for years. This one was never eaten, and someone wrote a greeting on it in 1852.",
				"ships-biscuit.mp3", 60, "food", "people"),
		},
	}
}
