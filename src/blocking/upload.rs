//! Uploads for code that is not async.

use super::Client;
use crate::failed::Failed;
use crate::mode::Blocking;
use crate::upload::{Columns, Upload, UploadReport};

impl Client {
    /// Begins an upload of points to a collection; give them with [`Upload::points`].
    pub fn upload<'a>(&self, collection_name: impl Into<String>) -> Upload<'a, Blocking> {
        Upload::new(self.clone(), collection_name.into())
    }

    /// Begins an upload of points that are there as columns.
    pub fn upload_columns<'a>(&self, collection_name: impl Into<String>, columns: Columns<'a>) -> Upload<'a, Blocking> {
        self.upload(collection_name).columns(columns)
    }
}

impl Upload<'_, Blocking> {
    /// Uploads everything, and blocks the thread until it is done. The points are taken, and the progress told, on this
    /// thread.
    ///
    /// # Errors
    /// As the async `send`; or it was called inside an async task.
    pub fn send(self) -> Result<UploadReport, Failed<UploadReport>> {
        let client = self.client.clone();
        match client.run(self.run(client.as_async().clone())) {
            Ok(outcome) => outcome,
            Err(error) => Err(Failed::new(error, UploadReport::default())),
        }
    }
}
