// Package carrier tells the carrier of parcels over HTTP.
package carrier

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"shop/backend/internal/domain"
)

// patience is how long the carrier may take to answer: nothing else is shipped meanwhile.
const patience = 3 * time.Second

// Client announces parcels at an address; with an empty one it has nobody to tell.
type Client struct {
	URL string
}

type parcel struct {
	Order   int64  `json:"order"`
	Address string `json:"address"`
}

// Announce tells the carrier of a parcel. It fails with domain.ErrCarrier.
func (c Client) Announce(ctx context.Context, order domain.Order) error {
	if c.URL == "" {
		return nil
	}
	body, err := json.Marshal(parcel{Order: order.ID, Address: order.Address})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(c.URL, "/")+"/parcels", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%w: %w", domain.ErrCarrier, err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("%w: %w", domain.ErrCarrier, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%w: it answered %s", domain.ErrCarrier, answer.Status)
	}
	return nil
}
