impl Convert<pb::Thing> for models::Thing {
    fn convert(self) -> Result<pb::Thing, ConvertError> {
        let models::Thing { name: rest_name, place: rest_place } = self;
        let grpc_name = rest_name;
        let models::Place { lon: rest_place_lon, lat: rest_place_lat } = rest_place;
        let grpc_lon = rest_place_lon;
        let grpc_lat = rest_place_lat;
        Ok(pb::Thing {
            name: grpc_name,
            lon: grpc_lon,
            lat: grpc_lat,
        })
    }
}
impl Convert<models::Thing> for pb::Thing {
    fn convert(self) -> Result<models::Thing, ConvertError> {
        let pb::Thing { name: grpc_name, lon: grpc_lon, lat: grpc_lat } = self;
        let rest_name = grpc_name;
        let rest_place_lon = grpc_lon;
        let rest_place_lat = grpc_lat;
        let rest_place = models::Place {
            lon: rest_place_lon,
            lat: rest_place_lat,
        };
        Ok(models::Thing {
            name: rest_name,
            place: rest_place,
        })
    }
}
impl TryFrom<models::Thing> for pb::Thing {
    type Error = ConvertError;
    fn try_from(value: models::Thing) -> Result<Self, ConvertError> {
        value.convert()
    }
}
impl TryFrom<pb::Thing> for models::Thing {
    type Error = ConvertError;
    fn try_from(value: pb::Thing) -> Result<Self, ConvertError> {
        value.convert()
    }
}
