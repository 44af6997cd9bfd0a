package author

import (
	"zaemme/internal/authoring"
)

// placeURL is where a place is edited.
func placeURL(d authoring.Draft, place authoring.Place) string {
	switch place.Part {
	case authoring.PartModule, authoring.PartTrainer, authoring.PartHandout:
		return textURL(d.ID, place.Part, place.No, place.Lang)
	case authoring.PartQuestion:
		return questionURL(d.ID, place.No)
	case authoring.PartPool:
		return draftURL(d.ID) + "/fragen"
	case authoring.PartMeta:
		return draftURL(d.ID) + "/angaben"
	case authoring.PartOwn:
		return ownURL(d.ID, place.No)
	case authoring.PartMedia:
		return draftURL(d.ID) + "/medien"
	case authoring.PartEmblem:
		return draftURL(d.ID) + "/bilder#emblem"
	}
	return draftURL(d.ID)
}
